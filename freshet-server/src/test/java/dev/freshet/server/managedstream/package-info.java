@NullMarked
package dev.freshet.server.managedstream;

import org.jspecify.annotations.NullMarked;
