-- Channels ds/<uid>/<name> that are there without anybody's query: a JSON array. updated_at moves
-- with it, too, so that the streams begin anew.
alter table data_source add column streams text not null default '[]';
