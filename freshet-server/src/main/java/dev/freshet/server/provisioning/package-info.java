/// What files in `[paths] provisioning` make: data sources.
///
/// [DataSourceProvisioning] is the way in; [DataSourceFileReader] reads one file, and [Section] is
/// what reads a YAML mapping with all its faults. Uses `config`, `channel`, `datasource`, `http`
/// and `problem`. Everything here blocks: it runs while the server starts, then on virtual threads.
@NullMarked
package dev.freshet.server.provisioning;

import org.jspecify.annotations.NullMarked;
