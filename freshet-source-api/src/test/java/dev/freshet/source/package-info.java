@NullMarked
package dev.freshet.source;

import org.jspecify.annotations.NullMarked;
