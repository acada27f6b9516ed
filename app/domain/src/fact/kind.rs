//! What the kinds of fact are called, and who may write which.

use super::Body;

impl Body {
    /// The kind, as the document names it.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Created(_) => "created",
            Self::Edited(_) => "edited",
            Self::Judged(_) => "judged",
            Self::Contact(_) => "contact",
            Self::Moved(_) => "moved",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Applied(_) => "applied",
            Self::Ordered(_) => "ordered",
            Self::Amended(_) => "order_amended",
            Self::Cancelled(_) => "order_cancelled",
            Self::Requested(_) => "requested",
            Self::Delivered(_) => "confirmed",
            Self::Signed(_) => "signed",
            Self::CalledBack(_) => "called_back",
            Self::Stepped(_) => "stepped",
            Self::Ticked(_) => "ticked",
            Self::Drove(_) => "drove",
            Self::Quoted(_) => "quoted",
            Self::Revealed(_) => "revealed",
            Self::ManagerCalled(_) => "manager_called_back",
            Self::Approved(_) => "approved",
            Self::Refused(_) => "refused",
            Self::Ruled(_) => "ruled",
            Self::Locked { .. } => "locked",
            Self::Lifted { .. } => "lifted",
            Self::Retimed { .. } => "retimed",
            Self::Original { .. } => "original",
            Self::Store { .. } => "store",
            Self::Policy { .. } => "policy",
            Self::Closed { .. } => "closed",
            Self::Leave { .. } => "leave",
            Self::Staff { .. } => "staff",
            Self::Source { .. } => "source",
            Self::Listed(_) => "listed",
            Self::Target(_) => "target",
            Self::Instructed { .. } => "instructed",
            Self::Answered { .. } => "answered",
            Self::Unreadable { kind, .. } => kind,
        }
    }

    /// Whether only the server may say it: in a book such a fact is set aside.
    #[must_use]
    pub const fn is_servers(&self) -> bool {
        match self {
            Self::Created(_)
            | Self::Edited(_)
            | Self::Judged(_)
            | Self::Contact(_)
            | Self::Moved(_)
            | Self::Withdrawn { .. }
            | Self::Applied(_)
            | Self::Ordered(_)
            | Self::Amended(_)
            | Self::Cancelled(_)
            | Self::Requested(_)
            | Self::Delivered(_)
            | Self::Signed(_)
            | Self::CalledBack(_)
            | Self::Stepped(_)
            | Self::Ticked(_)
            | Self::Drove(_)
            | Self::Quoted(_)
            | Self::Revealed(_)
            | Self::Answered { .. }
            | Self::Unreadable { .. } => false,
            Self::ManagerCalled(_)
            | Self::Approved(_)
            | Self::Refused(_)
            | Self::Ruled(_)
            | Self::Locked { .. }
            | Self::Lifted { .. }
            | Self::Retimed { .. }
            | Self::Original { .. }
            | Self::Store { .. }
            | Self::Policy { .. }
            | Self::Closed { .. }
            | Self::Leave { .. }
            | Self::Staff { .. }
            | Self::Source { .. }
            | Self::Listed(_)
            | Self::Target(_)
            | Self::Instructed { .. } => true,
        }
    }
}
