// What the page says, in one place.

export const KPIS = {
  service_level: "Service level",
  abandonment_rate: "Abandoned",
  first_response_within_target: "First response in time",
};

export const CAUSES = {
  answered_in_time: "Answered within the threshold",
  answered_late: "Answered after it",
  waiting_late: "Still waiting, past it",
  abandoned_late: "Left after it",
  abandoned_in_time: "Left within it",
  abandoned_short: "Left at once (short)",
  diverted: "Diverted",
};

export const CLOCKS = {
  answer: "Answer",
  first_response: "First response",
  next_response: "Next response",
  resolution: "Resolution",
  visit: "Visit",
};

export const DOING = { waiting: "waiting", talking: "in conversation", suspended: "suspended", open: "open" };

export const AGENT_STATES = {
  available: "Available",
  on_contact: "On a contact",
  after_contact_work: "After-contact work",
  break: "Break",
  training: "Training",
  meeting: "Meeting",
  away: "Away",
  offline: "Offline",
  vanished: "Vanished",
};

export const WINDOWS = { "5m": "5 min", "15m": "15 min", "30m": "30 min", "1h": "hour", today: "today" };

export const windowWords = (window) => (window === "today" ? "today" : `last ${WINDOWS[window]}`);
