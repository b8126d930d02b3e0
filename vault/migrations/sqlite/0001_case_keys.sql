-- One wrapped data key for each owner and compartment. Kept apart from the data, and out of its backups.
create table case_keys (
    owner       text     not null,
    compartment text     not null,
    key_id      text     not null,
    wrapped     blob     not null,
    created_at  datetime not null,
    primary key (owner, compartment)
) without rowid;

-- Owners whose keys were destroyed: nothing may ever be sealed for them again.
create table erased_owners (
    owner     text     not null primary key,
    erased_at datetime not null
) without rowid;
