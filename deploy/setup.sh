#!/usr/bin/env bash
# Prepares a checkout: `venv` makes .venv with the floorwatch command, `broker` finds or installs what a real
# Kafka on this machine needs, `tests` what the tests need besides. PYTHON names the interpreter to build on.
set -euo pipefail
cd "$(dirname "$0")/.."
# Another project's environment must not leak into this one.
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME

usable_python() {  # prints the first interpreter that runs and is new enough
  local candidate
  for candidate in ${PYTHON:-python3.11 python3}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "floorwatch needs Python 3.11 or newer (tried: ${PYTHON:-python3.11 python3})" >&2
  return 1
}

installed() {  # fonts belong to the system; only Debian is asked for them by name
  ! command -v dpkg-query >/dev/null || dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q ' installed$'
}

lacks() {  # is this Debian package missing here? Programs may well come from elsewhere, so they are called
  case $1 in
    python3-venv) ! "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
    default-jre-headless) ! java -version >/dev/null 2>&1 ;;
    maven) ! command -v mvn >/dev/null ;;
    prometheus) ! { command -v prometheus && command -v promtool; } >/dev/null ;;
    # Upstream calls the server `alertmanager`, Debian puts its own name before it.
    prometheus-alertmanager) ! { command -v prometheus-alertmanager || command -v alertmanager; } >/dev/null ;;
    chromium) ! command -v chromium >/dev/null ;;
    systemd) ! command -v systemd-analyze >/dev/null ;;
    *) ! installed "$1" ;;
  esac
}

missing() {  # prints those of the named packages that are missing
  local package
  for package in "$@"; do
    if lacks "$package"; then echo "$package"; fi
  done
}

need() {  # installs what is missing, or says in one line what it is
  local packages
  mapfile -t packages < <(missing "$@")
  if [ ${#packages[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian packages: ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends "${packages[@]}"; } \
      </dev/null >/dev/null || true
    mapfile -t packages < <(missing "$@")
  fi
  if [ ${#packages[@]} -gt 0 ]; then
    echo "missing: ${packages[*]} (names of Debian packages; install them and try again)" >&2
    return 1
  fi
}

make_venv() {
  need python3-venv
  "$python" -m venv .venv
  # uv installs the lock in seconds where pip takes a minute; pip brings the locked uv, hashes checked.
  awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock >.venv/uv.lock
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
  # uv does not read pip's configuration: a site's own package index is handed on.
  local index
  index=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
  index=${PIP_INDEX_URL:-$index}
  if [ -n "$index" ]; then export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}; fi
  # Compiled now and not at each start: a worker is there in half the time, and the tests start hundreds of them.
  .venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock
  .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
  touch .venv/ready
}

python=$(usable_python)
case ${1:-} in
  venv) make_venv ;;
  broker) need default-jre-headless maven ;;
  tests) need prometheus prometheus-alertmanager chromium systemd fonts-noto-cjk fonts-noto-color-emoji ;;
  *) echo "usage: $0 venv|broker|tests" >&2; exit 2 ;;
esac
