/** The formats of `kubectl pss webhook check`, the default first. The flags need them, and the renderers are loaded late. */
export const SETUP_FORMATS = ["table", "json"] as const;

export type SetupFormat = (typeof SETUP_FORMATS)[number];
