#pragma once

#include <cstddef>
#include <string>

#include "tcp_stream.hpp"

namespace orbbench::metrics {

/// Reads the answer to an HTTP/1.1 request (RFC 9112) and returns its body. Throws TransferError
/// for any but a plain answer of status 200 with a body of at most `max_octets`; keeps no more than
/// that, and 64 KiB of head, in memory, whatever the peer sends.
std::string read_http_body(TcpStream& stream, std::size_t max_octets);

}  // namespace orbbench::metrics
