-- Two roles and a database for the ledger; PostgreSQL 15 or later, as a superuser:
--   LEDGER_OWNER_PASSWORD=… LEDGER_SERVICE_PASSWORD=… psql -d postgres -v ON_ERROR_STOP=1 -f roles.sql
-- doseline_owner makes and changes the tables, when somebody runs “ledger migrate”. doseline_service is what the service
-- signs in as: it adds to the audit, and cannot change it.
\getenv owner_password LEDGER_OWNER_PASSWORD
\getenv service_password LEDGER_SERVICE_PASSWORD
create role doseline_owner login password :'owner_password';
create role doseline_service login password :'service_password' connection limit 50;
create database doseline owner doseline_owner encoding 'UTF8' template template0;
revoke connect on database doseline from public;
grant connect on database doseline to doseline_service;
