-- Tenants share the database and know nothing of each other. What was there before belongs to the tenant 'default'.

create table tenant (
    number     smallint generated always as identity primary key,
    slug       text not null unique,
    created_at timestamptz not null
);
comment on table tenant is 'Who shares this installation; a slug is also the name of its event log';
insert into tenant (slug, created_at) values ('default', now());

grant select, insert on tenant to ${writer};
