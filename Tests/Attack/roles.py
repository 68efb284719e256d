"""The required role for each operation of docs/openapi.yaml.

`anyone`: no account needed. `person`: any user signed in with a browser, but no token. A role: this role or a higher one.
"""

ROWS = """
GET    /                                          anyone
GET    /healthz                                   anyone
GET    /readyz                                    anyone
GET    /metrics                                   anyone
GET    /probe                                     anyone
GET    /api/v1/openapi.yaml                       anyone
GET    /api/v1/setup                              anyone
GET    /status/{slug}                             anyone
GET    /status/{slug}.json                        anyone
GET    /ping/{uuid}                               anyone
POST   /ping/{uuid}                               anyone
GET    /ping/{uuid}/{signal}                      anyone
POST   /ping/{uuid}/{signal}                      anyone
GET    /mail/confirm/{token}                      anyone
POST   /mail/confirm/{token}                      anyone
GET    /mail/unsubscribe/{token}                  anyone
POST   /mail/unsubscribe/{token}                  anyone
POST   /mail/resubscribe/{token}                  anyone
POST   /api/v1/auth/signup                        anyone
POST   /api/v1/auth/signup/confirmation           anyone
POST   /api/v1/auth/signup/confirmation/verify    anyone
POST   /api/v1/auth/password-reset                anyone
POST   /api/v1/auth/password-reset/verify         anyone
POST   /api/v1/auth/password-reset/confirm        anyone
POST   /api/v1/invitations/verify                 anyone
POST   /api/v1/auth/login                         anyone

POST   /api/v1/auth/logout                        person
GET    /api/v1/auth/me                            person
PATCH  /api/v1/auth/me                            person
GET    /api/v1/auth/sessions                      person
DELETE /api/v1/auth/sessions                      person
DELETE /api/v1/auth/tokens                        person
DELETE /api/v1/auth/sessions/{id}                 person
POST   /api/v1/invitations/accept                 person

GET    /api/v1/organization                       viewer
GET    /api/v1/organization/quotas                viewer
GET    /api/v1/members                            viewer
GET    /api/v1/monitor-types                      viewer
GET    /api/v1/monitors                           viewer
GET    /api/v1/monitors/{id}                      viewer
GET    /api/v1/monitors/{id}/results              viewer
GET    /api/v1/monitors/{id}/pings                viewer
GET    /api/v1/monitors/{id}/failures/{scheduled_at}  viewer
GET    /api/v1/monitors/{id}/stats                viewer
GET    /api/v1/monitors/{id}/certificate          viewer
GET    /api/v1/monitors/{id}/series               viewer
GET    /api/v1/overview                           viewer
GET    /api/v1/locations                          viewer
GET    /api/v1/channel-types                      viewer
GET    /api/v1/channels                           viewer
GET    /api/v1/channels/{id}                      viewer
GET    /api/v1/deliveries                         viewer
GET    /api/v1/incidents                          viewer
GET    /api/v1/incidents/{id}                     viewer
GET    /api/v1/status-pages                       viewer
GET    /api/v1/status-pages/{id}                  viewer
GET    /api/v1/events                             viewer

POST   /api/v1/monitors                           editor
PATCH  /api/v1/monitors/{id}                      editor
DELETE /api/v1/monitors/{id}                      editor
POST   /api/v1/monitors/test                      editor
POST   /api/v1/monitors/{id}/pause                editor
POST   /api/v1/monitors/{id}/resume               editor
POST   /api/v1/monitors/{id}/check                editor
POST   /api/v1/incidents                          editor
PATCH  /api/v1/incidents/{id}                     editor
POST   /api/v1/incidents/{id}/acknowledge         editor
POST   /api/v1/incidents/{id}/resolve             editor
POST   /api/v1/incidents/{id}/updates             editor
POST   /api/v1/status-pages                       editor
PATCH  /api/v1/status-pages/{id}                  editor
DELETE /api/v1/status-pages/{id}                  editor

PATCH  /api/v1/organization                       admin
PATCH  /api/v1/members/{user_id}                  admin
DELETE /api/v1/members/{user_id}                  admin
GET    /api/v1/invitations                        admin
POST   /api/v1/invitations                        admin
DELETE /api/v1/invitations/{id}                   admin
GET    /api/v1/tokens                             admin
POST   /api/v1/tokens                             admin
DELETE /api/v1/tokens/{id}                        admin
GET    /api/v1/audit                              admin
POST   /api/v1/channels                           admin
PATCH  /api/v1/channels/{id}                      admin
DELETE /api/v1/channels/{id}                      admin
POST   /api/v1/channels/{id}/test                 admin
"""

ROLES = ["viewer", "editor", "admin", "owner"]


def table():
    """Returns {(method, path): who may call it}."""
    rows = (line.split() for line in ROWS.splitlines() if line.strip())
    return {(method, path): who for method, path, who in rows}
