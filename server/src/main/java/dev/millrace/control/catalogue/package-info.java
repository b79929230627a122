/// What a control node knows of its sources, recordings and segments: in an SQLite file, or in
/// PostgreSQL, where several control nodes share it.
///
/// - Way in: [dev.millrace.control.catalogue.Catalogues],
///   [dev.millrace.control.catalogue.Catalogue]
/// - Threads: any; every method is one transaction
/// - Imports: `segment`, `control`
@NullMarked
package dev.millrace.control.catalogue;

import org.jspecify.annotations.NullMarked;
