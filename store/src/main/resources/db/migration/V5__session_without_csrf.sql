-- What a form must carry is derived from the session's own secret; nothing of it is stored.
alter table browser_session drop column csrf;
