//! How many connections there may be at once: fewer than the process may have files open, for the store needs some, too.

use crate::metrics::Metrics;
use axum_server::accept::Accept;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// Files that are kept for everything else.
const SPARE: usize = 128;
/// More than this is not asked for.
const MOST: usize = 65_536;
/// Bytes by which it is known which HTTP a client speaks.
const BEGINNING: usize = 24;

/// An acceptor that turns away what is too much.
#[derive(Clone)]
pub struct Gate<A> {
    inner: A,
    patience: Duration,
    permits: Arc<Semaphore>,
    metrics: Arc<Metrics>,
}

/// A stream that has its place until it is dropped, and must begin to speak in time: what counts the time of a request's head
/// only begins when it is known which HTTP it is.
pub struct Placed<S> {
    stream: S,
    /// Ends when enough has come to know.
    beginning: Option<Pin<Box<Sleep>>>,
    read: usize,
    _place: OwnedSemaphorePermit,
}

/// How many connections the process may have: as many files as the system allows it, without the spare ones.
#[must_use]
pub fn places() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(MOST, |it| usize::try_from(it).unwrap_or(MOST)).min(MOST);
    let raised = Rlimit { current: Some(most as u64), maximum: limit.maximum };
    // Where the limit cannot be raised it stays as it is.
    let files = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => most,
        Err(_) => limit.current.map_or(MOST, |it| usize::try_from(it).unwrap_or(MOST)),
    };
    files.saturating_sub(SPARE).max(SPARE)
}

impl<A> Gate<A> {
    /// Before an acceptor, with so many places; whoever has one begins to speak in that time.
    #[must_use]
    pub fn new(inner: A, places: usize, patience: Duration, metrics: Arc<Metrics>) -> Self {
        Self { inner, patience, permits: Arc::new(Semaphore::new(places)), metrics }
    }
}

impl<I, S, A> Accept<I, S> for Gate<A>
where
    A: Accept<I, S, Future: Send + 'static, Stream: Send + 'static, Service: Send + 'static>,
{
    type Stream = Placed<A::Stream>;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let Ok(place) = self.permits.clone().try_acquire_owned() else {
            self.metrics.turned_away.one();
            // Dropping the stream closes it: clients wait, longer each time, and come again.
            return Box::pin(std::future::ready(Err(io::ErrorKind::ConnectionRefused.into())));
        };
        let (accepted, patience) = (self.inner.accept(stream, service), self.patience);
        Box::pin(async move {
            let (stream, service) = accepted.await?;
            let beginning = Some(Box::pin(sleep(patience)));
            Ok((Placed { stream, beginning, read: 0, _place: place }, service))
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Placed<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.beginning.as_mut().is_some_and(|it| it.as_mut().poll(cx).is_ready()) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.read = self.read.saturating_add(buffer.filled().len() - before);
        if self.read >= BEGINNING {
            self.beginning = None;
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Placed<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
