#include "endpoint_address.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

#include "text_excerpt.hpp"

namespace orbbench::orb_client {
namespace {

bool is_host_character(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '.' ||
         character == '-' || character == '_';
}

bool is_ipv6_character(char character) {
  return std::isxdigit(static_cast<unsigned char>(character)) != 0 || character == ':' ||
         character == '.' || character == '%';
}

std::string quoted(std::string_view text) {
  return "'" + excerpt(text) + "'";
}

std::string find_port_fault(std::string_view port) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  const bool whole = error == std::errc() && end == port.data() + port.size();
  if (!whole || number < 1 || number > 65535) {
    return quoted(port) + " is no port: 1 to 65535 would be right";
  }
  return {};
}

std::string find_host_fault(std::string_view host) {
  if (host.empty()) {
    return "the host is missing";
  }
  if (!std::all_of(host.begin(), host.end(), is_host_character)) {
    return quoted(host) + " is no host name";
  }
  return {};
}

// Splits off "[IPv6]" or the text before the colon; `rest` keeps the colon.
std::string split_host(std::string_view address, std::string_view& rest) {
  if (address.starts_with('[')) {
    const std::size_t end = address.find(']');
    const std::string_view inner = address.substr(1, end == std::string_view::npos ? end : end - 1);
    if (end == std::string_view::npos || inner.find(':') == std::string_view::npos ||
        !std::all_of(inner.begin(), inner.end(), is_ipv6_character)) {
      return quoted(address) + " has no IPv6 address in brackets";
    }
    rest = address.substr(end + 1);
    return {};
  }
  const std::size_t colon = std::min(address.find(':'), address.size());
  rest = address.substr(colon);
  return find_host_fault(address.substr(0, colon));
}

// "1.2@host:port" or "host:port".
AddressList complete_iiop_address(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos) {
    return {"iiop:1.2@" + std::string(address), find_address_fault(address, PortRule::Optional)};
  }
  const std::string_view version = address.substr(0, at);
  if (version != "1.0" && version != "1.1" && version != "1.2") {
    return {"", quoted(version) + " is no IIOP version: 1.2 would be right"};
  }
  return {"iiop:" + std::string(address),
          find_address_fault(address.substr(at + 1), PortRule::Optional)};
}

AddressList complete_address(std::string_view address) {
  for (const std::string_view prefix : {"iiop:", ":"}) {
    if (address.starts_with(prefix)) {
      return complete_iiop_address(address.substr(prefix.size()));
    }
  }
  return {"", quoted(address) + " is no IIOP address: iiop:1.2@host:port would be right"};
}

}  // namespace

std::string find_address_fault(std::string_view address, PortRule rule) {
  std::string_view rest;
  if (std::string fault = split_host(address, rest); !fault.empty()) {
    return fault;
  }
  if (rest.empty()) {
    return rule == PortRule::Optional ? "" : "the port is missing";
  }
  if (!rest.starts_with(':')) {
    return quoted(rest) + " follows the host where :port would be right";
  }
  return find_port_fault(rest.substr(1));
}

AddressList complete_address_list(std::string_view list) {
  AddressList all;
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    AddressList one = complete_address(list.substr(0, comma));
    if (!one.fault.empty()) {
      return one;
    }
    all.text += (all.text.empty() ? "" : ",") + one.text;
    if (comma == list.size()) {
      return all;
    }
    list.remove_prefix(comma + 1);
  }
}

}  // namespace orbbench::orb_client
