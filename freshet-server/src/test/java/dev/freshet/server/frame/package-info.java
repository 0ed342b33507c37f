@NullMarked
package dev.freshet.server.frame;

import org.jspecify.annotations.NullMarked;
