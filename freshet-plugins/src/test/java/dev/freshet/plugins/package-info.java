@NullMarked
package dev.freshet.plugins;

import org.jspecify.annotations.NullMarked;
