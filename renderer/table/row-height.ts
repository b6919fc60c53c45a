/** In px, as in table.css. With 32, Chromium's tallest element (33,554,428 px) holds a million rows. */
export const ROW_HEIGHT = 32;
