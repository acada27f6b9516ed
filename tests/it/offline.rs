//! Without a network, in several tabs, with an old or an emptied store.
