/// The server: [LiveServer] is the wiring diagram.
@NullMarked
package dev.freshet.server;

import org.jspecify.annotations.NullMarked;
