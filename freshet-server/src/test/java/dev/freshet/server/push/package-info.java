@NullMarked
package dev.freshet.server.push;

import org.jspecify.annotations.NullMarked;
