@NullMarked
package dev.freshet.plugins.arrow;

import org.jspecify.annotations.NullMarked;
