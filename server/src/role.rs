//! What people are in a store.

/// A role.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// 销售顾问.
    Advisor,
    /// 销售经理.
    Manager,
    /// 财务.
    Finance,
    /// 前台.
    Reception,
    /// Looks after accounts and settings.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [Self::Advisor, Self::Manager, Self::Finance, Self::Reception, Self::Admin];

    /// The role's word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Advisor => "advisor",
            Self::Manager => "manager",
            Self::Finance => "finance",
            Self::Reception => "reception",
            Self::Admin => "admin",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether such a person makes and changes accounts of a role: the manager those of the team, the administrator all.
    #[must_use]
    pub const fn appoints(self, other: Self) -> bool {
        match (self, other) {
            (Self::Admin, _) | (Self::Manager, Self::Advisor | Self::Finance | Self::Reception) => true,
            (Self::Manager, Self::Manager | Self::Admin) | (Self::Advisor | Self::Finance | Self::Reception, _) => {
                false
            }
        }
    }

    /// Whether such a person can own customers, and so has a book and a desk.
    #[must_use]
    pub const fn owns_customers(self) -> bool {
        match self {
            Self::Advisor | Self::Manager => true,
            Self::Finance | Self::Reception | Self::Admin => false,
        }
    }
}
