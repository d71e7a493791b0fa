// A worker that restarts while this page is loading leaves it without its modules: then it is loaded again, for ever.
// No module itself, since it must run where they cannot.

(() => {
  const root = document.documentElement;
  setInterval(() => {
    if (root.dataset.running !== undefined) return;
    fetch(location.href, { cache: "no-store" }).then(
      (answer) => answer.ok && location.reload(),
      () => undefined,
    );
  }, 15000);
})();
