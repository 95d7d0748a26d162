// Light or dark: as the system says until somebody chooses.

const DARK = matchMedia("(prefers-color-scheme: dark)");

export function useTheme() {
  show();
  DARK.addEventListener("change", show);
}

export function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

/** Choose the other one; the browser remembers it. */
export function turnTheme() {
  localStorage.setItem("theme", isDark() ? "light" : "dark");
  show();
}

function show() {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? (DARK.matches ? "dark" : "light");
}
