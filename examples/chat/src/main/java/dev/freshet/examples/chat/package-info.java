/// The engine inside a program of one's own. Start at [Chat].
@NullMarked
package dev.freshet.examples.chat;

import org.jspecify.annotations.NullMarked;
