//! The HTTP server: which requests it accepts, and how it responds.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::answer::{self, Answer};
use super::events::{Events, Slot};
use super::patience::Patient;
use super::shown::Shown;
use crate::terminal::Failure;

/// How many ports to try.
const MOST_PORTS: u16 = 50;
/// The maximum number of event streams; further requests are told to retry. Each visible tab reads one stream.
const MOST_STREAMS: usize = 64;
/// A larger response, in bytes, counts as large.
const LARGE: usize = 1 << 18;
/// The maximum number of large responses that wait for their readers; further requests are told to retry.
const MOST_LARGE: usize = 16;
/// How long to wait for a request's headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a download waits for the newest edition to be printed.
const PRINTING: Duration = Duration::from_secs(30);

/// The site's content security policy, extended for the preview's own script, which fetches new pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Body = Either<Full<Bytes>, Events>;

/// Listens on `port`, or on the next free one, for connections from this machine only.
pub(super) async fn listen(port: u16) -> Result<TcpListener, Failure> {
    let last = port.saturating_add(if port == 0 { 0 } else { MOST_PORTS - 1 });
    let mut ports = port..=last;
    loop {
        let Some(port) = ports.next() else { return Err(no_port(port, last, &io::ErrorKind::AddrInUse.into())) };
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => return Ok(listener),
            Err(fault) if fault.kind() == io::ErrorKind::AddrInUse => {}
            Err(fault) => return Err(no_port(port, port, &fault)),
        }
    }
}

/// Serves requests for ever.
pub(super) async fn serve(listener: TcpListener, shown: Arc<watch::Sender<Shown>>, port: u16) {
    let service = Arc::new(Service { shown, port, streams: Arc::default(), large: Arc::new(Semaphore::new(MOST_LARGE)) });
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, for example: some will become free.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = Arc::clone(&service);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let service = Arc::clone(&service);
                async move { Ok::<_, Infallible>(service.answer(&request).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(Patient::new(stream)), service);
            // A browser that closes the connection is not an error.
            let _ = connection.await;
        });
    }
}

struct Service {
    shown: Arc<watch::Sender<Shown>>,
    port: u16,
    streams: Arc<AtomicUsize>,
    /// Places for large responses.
    large: Arc<Semaphore>,
}

/// A response that keeps its place until it has been sent.
struct Held {
    bytes: Bytes,
    _place: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Service {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Body> {
        let mut response = self.respond(request).await;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        // Any page may change at any moment.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    async fn respond(&self, request: &Request<Incoming>) -> Response<Body> {
        if !self.is_for_us(request) {
            return plain(StatusCode::FORBIDDEN, "This preview can only be read on this machine.\n");
        }
        if *request.method() != Method::GET && *request.method() != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "A preview can only be read.\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let path = request.uri().path();
        if path == answer::EVENTS {
            return self.events();
        }
        let Some(path) = answer::plain_path(path) else { return plain(StatusCode::BAD_REQUEST, "This is not a valid address.\n") };
        let shown = if answer::is_download(&path) { self.printed().await } else { self.shown.borrow().clone() };
        // Rendering takes a while, and must not hold up other requests.
        match tokio::task::spawn_blocking(move || answer::answer(&shown, &path)).await {
            Ok(Answer { status, kind, bytes }) if bytes.len() > LARGE => match Arc::clone(&self.large).try_acquire_owned() {
                Ok(place) => full(status, kind, Bytes::from_owner(Held { bytes, _place: place })),
                Err(_) => retry("Too many readers: try again later.\n"),
            },
            Ok(Answer { status, kind, bytes }) => full(status, kind, bytes),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This page could not be rendered.\n"),
        }
    }

    /// Whether the request names this machine as its host. Requests made through DNS rebinding do not.
    fn is_for_us(&self, request: &Request<Incoming>) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let is_ours = |host: &str| {
            let (name, port) = match host.rsplit_once(':') {
                Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
                _ => (host, Some(80)),
            };
            port == Some(self.port) && ["localhost", "127.0.0.1", "[::1]"].iter().any(|ours| name.eq_ignore_ascii_case(ours))
        };
        let named = request.uri().authority();
        host.to_str().is_ok_and(is_ours) && named.is_none_or(|authority| is_ours(authority.as_str()))
    }

    /// The current content once its editions are printed, or after [`PRINTING`].
    async fn printed(&self) -> Shown {
        let mut changes = self.shown.subscribe();
        let printed = tokio::time::timeout(PRINTING, changes.wait_for(|shown| shown.is_printed() || shown.live_site.is_none()));
        let _ = printed.await;
        self.shown.borrow().clone()
    }

    /// The stream that announces new content.
    fn events(&self) -> Response<Body> {
        if self.streams.fetch_add(1, Ordering::Relaxed) >= MOST_STREAMS {
            self.streams.fetch_sub(1, Ordering::Relaxed);
            return retry("Too many open tabs: try again later.\n");
        }
        let events = Events::new(self.shown.subscribe(), Slot(Arc::clone(&self.streams)));
        let mut response = Response::new(Either::Right(events));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        response
    }
}

fn retry(words: &'static str) -> Response<Body> {
    let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, words);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn plain(status: StatusCode, words: &'static str) -> Response<Body> {
    full(status, "text/plain; charset=utf-8", Bytes::from_static(words.as_bytes()))
}

fn full(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The failure to listen on any port.
fn no_port(first: u16, last: u16, cause: &io::Error) -> Failure {
    Failure::Usage(format!("no port from {first} to {last} is free ({cause}): choose another port with --port"))
}
