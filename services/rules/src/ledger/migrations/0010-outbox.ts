import { change } from './change.ts'

/**
 * Messages to billing systems. Each is stored with its reservation, and sent until it is acknowledged, in order of its account. What was
 * made is never changed: only its text is removed, once it is kept no longer.
 */
export const outbox = change({
  alters: [],
  statements: [
    'create sequence outbox_number',
    `create table outbox (
    id text primary key,
    tenant text not null,
    server text not null,
    account text not null,
    number bigint not null default nextval('outbox_number'),
    control_id text not null,
    write_back text not null references write_back (id),
    message text not null,
    digest text not null,
    charges integer not null,
    credits integer not null,
    state text not null,
    attempts integer not null default 0,
    due timestamptz not null default now(),
    held_until timestamptz,
    code text not null default '',
    words text not null default '',
    at timestamptz not null default now(),
    changed timestamptz not null default now(),
    unique (tenant, server, control_id)
  )`,
    `create index outbox_open on outbox (tenant, server, account, number) where state in ('queued', 'sent', 'refused')`,
    'create index outbox_of_write_back on outbox (write_back)',
    'create index outbox_by_number on outbox (tenant, number)',
    `create function keep_message() returns trigger language plpgsql as $$
    begin
      if (new.message <> old.message and new.message <> '') or new.digest <> old.digest
          or new.control_id <> old.control_id or new.account <> old.account then
        raise exception 'a message to a billing system is never changed';
      end if;
      return new;
    end $$`,
    'create trigger keep_message before update on outbox for each row execute function keep_message()',
  ],
})
