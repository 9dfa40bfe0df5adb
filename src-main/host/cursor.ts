/** How far a screen has read: positions in the history, among the markers, among the periods and along the path of two edges. */
export interface Cursor {
  point: number;
  marker: number;
  period: number;
  path: number;
}
