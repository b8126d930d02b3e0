-- One wrapped data key for each owner and compartment. Kept apart from the data, and out of its backups.
create table homeward_keys.case_keys (
    owner       text        not null,
    compartment text        not null,
    key_id      text        not null,
    wrapped     bytea       not null,
    created_at  timestamptz not null,
    primary key (owner, compartment)
);

-- Owners whose keys were destroyed: nothing may ever be sealed for them again.
create table homeward_keys.erased_owners (
    owner     text        not null primary key,
    erased_at timestamptz not null
);
