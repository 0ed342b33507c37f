-- Up to which row the latest publications of streams with a history go, by channel: subscribers that come back after a restart
-- are given the rows behind those that they have.
create table row_position (
    channel text not null primary key,
    positions blob not null,
    saved_at integer not null
);
create index row_position_saved_at on row_position (saved_at);
