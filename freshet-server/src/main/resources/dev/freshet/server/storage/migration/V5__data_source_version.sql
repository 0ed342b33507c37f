-- Counts a data source's changes, for clients that must not overwrite one they have not seen.
alter table data_source add column version integer not null default 1;
