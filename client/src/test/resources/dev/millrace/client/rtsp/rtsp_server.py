"""GStreamer's RTSP server on a free port, which it prints. Serves one pipeline at /card until its
standard input ends.

    rtsp_server.py PIPELINE [USER PASSWORD]

RTSP_PORT in the environment is the port to take; RTSP_PROTOCOLS, the only way that packets are
sent: "udp" or "tcp".
"""

import os
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(os.environ.get("RTSP_PORT", "0"))

factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch("( %s )" % sys.argv[1])
ways = {"udp": GstRtsp.RTSPLowerTrans.UDP, "tcp": GstRtsp.RTSPLowerTrans.TCP}
if os.environ.get("RTSP_PROTOCOLS") in ways:
    factory.set_protocols(ways[os.environ["RTSP_PROTOCOLS"]])
if len(sys.argv) > 2:
    user, password = sys.argv[2:4]
    role = "viewer"
    permissions = GstRtspServer.RTSPPermissions.new()
    permissions.add_permission_for_role(role, "media.factory.access", True)
    permissions.add_permission_for_role(role, "media.factory.construct", True)
    factory.set_permissions(permissions)
    token = GstRtspServer.RTSPToken.new()
    token.set_string("media.factory.role", role)
    auth = GstRtspServer.RTSPAuth.new()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(user, password, token)
    server.set_auth(auth)
server.get_mount_points().add_factory("/card", factory)
server.attach(None)

loop = GLib.MainLoop()
GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.PRIORITY_DEFAULT, GLib.IO_HUP, lambda *_: loop.quit())
print(server.get_bound_port(), flush=True)
loop.run()
