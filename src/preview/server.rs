//! HTTP: who may ask, for what, and how the answer travels.

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
use tokio::sync::watch;

use super::answer::{self, Answer};
use super::events::{Events, Slot};
use super::shown::Shown;
use crate::terminal::Failure;

/// How many ports are tried.
const MOST_PORTS: u16 = 50;
/// More readers of events than this are asked to come again: each tab that is in front reads one stream.
const MOST_STREAMS: usize = 64;
/// A request must have come within this time.
const PATIENCE: Duration = Duration::from_secs(20);
/// A download waits this long for the newest edition to be printed.
const PRINTING: Duration = Duration::from_secs(30);

/// What a browser may do with our pages: the site's policy, and for the preview's own script to ask for what is new.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Body = Either<Full<Bytes>, Events>;

/// Listens on `port` of this machine alone, or on the next that is free.
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

/// Answers for ever.
pub(super) async fn serve(listener: TcpListener, shown: Arc<watch::Sender<Shown>>, port: u16) {
    let desk = Arc::new(Desk { shown, port, streams: Arc::default() });
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No file handles left, say: some will be free again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let desk = Arc::clone(&desk);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let desk = Arc::clone(&desk);
                async move { Ok::<_, Infallible>(desk.answer(&request).await) }
            });
            let connection =
                http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(PATIENCE).serve_connection(TokioIo::new(stream), service);
            // A browser that hangs up is no fault of anybody's.
            let _ = connection.await;
        });
    }
}

struct Desk {
    shown: Arc<watch::Sender<Shown>>,
    port: u16,
    streams: Arc<AtomicUsize>,
}

impl Desk {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Body> {
        let mut response = self.respond(request).await;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        // What is shown may be another thing a moment later.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    async fn respond(&self, request: &Request<Incoming>) -> Response<Body> {
        if !self.is_for_us(request) {
            return plain(StatusCode::FORBIDDEN, "This preview answers on this machine alone.\n");
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
        let Some(path) = answer::plain_path(path) else { return plain(StatusCode::BAD_REQUEST, "This address leads nowhere.\n") };
        let shown = if answer::is_download(&path) { self.printed().await } else { self.shown.borrow().clone() };
        // Making a page takes a while: others are answered meanwhile.
        match tokio::task::spawn_blocking(move || answer::answer(&shown, &path)).await {
            Ok(Answer { status, kind, bytes }) => full(status, kind, bytes),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made.\n"),
        }
    }

    /// Whether a request names this machine. A page of somebody else's that has its own name lead here does not.
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

    /// What is shown once its editions are printed, or what is shown by then.
    async fn printed(&self) -> Shown {
        let mut changes = self.shown.subscribe();
        let printed = tokio::time::timeout(PRINTING, changes.wait_for(|shown| shown.is_printed() || shown.live_site.is_none()));
        let _ = printed.await;
        self.shown.borrow().clone()
    }

    /// The stream that says when there is something new.
    fn events(&self) -> Response<Body> {
        if self.streams.fetch_add(1, Ordering::Relaxed) >= MOST_STREAMS {
            self.streams.fetch_sub(1, Ordering::Relaxed);
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "Too many readers: come again.\n");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            return response;
        }
        let events = Events::new(self.shown.subscribe(), Slot(Arc::clone(&self.streams)));
        let mut response = Response::new(Either::Right(events));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        response
    }
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

/// Why there is no port to listen on.
fn no_port(first: u16, last: u16, cause: &io::Error) -> Failure {
    Failure::Usage(format!("no port from {first} to {last} is free ({cause}): choose another with --port"))
}
