// The piece of the app that starts, as the others know it. The app imports the list of the pieces: did they import the app, it
// would be a circle.

export let initSync;

export function connect(app) {
  ({ initSync } = app);
}
