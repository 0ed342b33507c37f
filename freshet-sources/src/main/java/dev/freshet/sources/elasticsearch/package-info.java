/// Elasticsearch and OpenSearch: aggregations over time, documents and logs.
///
/// Start with [ElasticsearchType]. A query is a [SeriesQuery] when it groups by a date histogram,
/// or a [DocumentsQuery]; both ask through [ElasticsearchApi], which takes only complete answers.
@NullMarked
package dev.freshet.sources.elasticsearch;

import org.jspecify.annotations.NullMarked;
