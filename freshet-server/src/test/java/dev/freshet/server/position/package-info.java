@NullMarked
package dev.freshet.server.position;

import org.jspecify.annotations.NullMarked;
