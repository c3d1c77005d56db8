-- Refused events, kept for who mends them. Bounded by the service, oldest out; no part of the evidence.

create table quarantine (
    id          bigint generated always as identity primary key,
    tenant      text not null,
    token       bytea not null,
    entrance    text not null,
    actor       text not null,
    origin      text not null,
    pointer     text not null,
    reason      text not null,
    text        bytea not null,
    whole       boolean not null,
    size        bigint not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    times       bigint not null,
    replayed_at timestamptz,
    replayed_by text,
    entry       text,
    unique (tenant, token)
);
alter table quarantine alter column text set storage external;
create index quarantine_newest on quarantine (tenant, id desc);
comment on column quarantine.token is 'SHA-256 of how it came, from whom and its text: by it a repeat is counted instead of kept again';
comment on column quarantine.origin is 'Its position in a batch, or topic, partition and offset';
comment on column quarantine.text is 'Masked; cut when not whole';
comment on column quarantine.entry is 'The log entry that a replay became';

grant select, insert, update, delete on quarantine to ${writer};
