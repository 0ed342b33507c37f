-- Queries that panels have sent, by the hash that is their path in channels ds/<uid>/q/<hash>: panels that come back after a
-- restart know the channel only.
create table live_query (
    org_id integer not null references org (id) on delete cascade,
    hash text not null,
    query text not null,
    used_at integer not null,
    primary key (org_id, hash)
);
create index live_query_used_at on live_query (used_at);
