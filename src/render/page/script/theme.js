/** The button that changes between light and dark. */
import { find } from "./elements.js";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const theme = find("theme", HTMLButtonElement);

function isDark() {
  const { theme: chosen } = document.documentElement.dataset;
  return chosen === undefined ? prefersDark.matches : chosen === "dark";
}

/** Names the button after the theme that it changes to. */
function nameTheme() {
  theme.textContent = isDark() ? "Light" : "Dark";
}

/** Shows the button. */
export function startTheme() {
  theme.addEventListener("click", () => {
    document.documentElement.dataset["theme"] = isDark() ? "light" : "dark";
    nameTheme();
  });
  prefersDark.addEventListener("change", nameTheme);
  theme.hidden = false;
  nameTheme();
}
