/** Starts the page, which is readable without it. */
import { startTheme } from "../../../../../page/script/theme.js";

startTheme();
document.documentElement.dataset["ready"] = "";
