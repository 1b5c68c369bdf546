create table first ();
