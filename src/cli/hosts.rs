//! Web hosts.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WebHost {
    /// Netlify: _headers and _redirects
    Netlify,
    /// Cloudflare Pages: _headers and _redirects
    Cloudflare,
    /// GitHub Pages, which has no headers: .nojekyll
    Github,
    /// GitLab Pages: _redirects
    Gitlab,
    /// A bucket that is a website: hosting/s3.json
    S3,
    /// Azure Static Web Apps: staticwebapp.config.json
    Azure,
    /// Internet Information Services: web.config
    Iis,
    /// nginx: hosting/nginx.conf, to be included
    Nginx,
    /// Apache: .htaccess
    Apache,
    /// Caddy: hosting/Caddyfile, to be imported
    Caddy,
}

impl From<WebHost> for greenpaper::build::Host {
    fn from(host: WebHost) -> Self {
        match host {
            WebHost::Netlify => Self::Netlify,
            WebHost::Cloudflare => Self::Cloudflare,
            WebHost::Github => Self::Github,
            WebHost::Gitlab => Self::Gitlab,
            WebHost::S3 => Self::S3,
            WebHost::Azure => Self::Azure,
            WebHost::Iis => Self::Iis,
            WebHost::Nginx => Self::Nginx,
            WebHost::Apache => Self::Apache,
            WebHost::Caddy => Self::Caddy,
        }
    }
}
