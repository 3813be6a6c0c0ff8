/** The demo whose sessions end while a test watches: warned of after 10 seconds without input, over after 60. */
export const limitsOrigin = 'http://localhost:5189';
export const limitsCommand = 'node demo/start.mjs --port 5189 --memory --idle 60s --warn 50s --no-reload';
