#include "interop/wire/wire_script.hpp"

#include <algorithm>
#include <array>

#include "interop/values.hpp"
#include "interop/wire/wire_values.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;
using orb_client::ConfigError;
using Difference = std::optional<std::string>;

constexpr std::array<std::string_view, 6> kReplyStatus{"reply",
                                                       "user_exception",
                                                       "system_exception",
                                                       "LOCATION_FORWARD",
                                                       "LOCATION_FORWARD_PERM",
                                                       "NEEDS_ADDRESSING_MODE"};
constexpr std::array<std::string_view, 6> kLocateStatus{
    "UNKNOWN_OBJECT",      "OBJECT_HERE",          "OBJECT_FORWARD",
    "OBJECT_FORWARD_PERM", "LOC_SYSTEM_EXCEPTION", "LOC_NEEDS_ADDRESSING_MODE"};
constexpr std::array<std::string_view, 3> kCompletion{"YES", "NO", "MAYBE"};

template <std::size_t kCount>
std::string name_of(const std::array<std::string_view, kCount>& names, std::uint32_t value) {
  return value < kCount ? std::string(names[value]) : "number " + std::to_string(value);
}

std::uint32_t id_of(const json& step) {
  return step.value("id", std::uint32_t{1});
}

std::string kind_of(const std::optional<Message>& message) {
  return message ? std::string("a ") + to_string(message->type) : "a closed connection";
}

Difference mismatch(const std::string& expected, const std::string& got) {
  return "expected " + expected + ", got " + got;
}

void skip_service_contexts(CdrReader& reader) {
  for (std::uint32_t left = reader.u32(); left > 0; --left) {
    reader.u32();
    reader.sequence();
  }
}

struct ReplyHeader {
  std::uint32_t id = 0;
  std::uint32_t status = 0;
};

ReplyHeader read_reply_header(CdrReader& reader, int minor) {
  ReplyHeader header;
  if (minor < 2) {
    skip_service_contexts(reader);
  }
  header.id = reader.u32();
  header.status = reader.u32();
  if (minor >= 2) {
    skip_service_contexts(reader);
    if (reader.left() > 0) {
      reader.align(8);
    }
  }
  return header;
}

bool allows(const json& expected, const std::string& name) {
  if (!expected.is_array()) {
    return expected == name;
  }
  return std::find(expected.begin(), expected.end(), json(name)) != expected.end();
}

// "IDL:omg.org/CORBA/BAD_OPERATION:1.0" without what all of them have.
std::string short_name(const std::string& repository_id) {
  constexpr std::string_view kPrefix = "IDL:omg.org/CORBA/";
  const std::size_t start = repository_id.starts_with(kPrefix) ? kPrefix.size() : 0;
  return repository_id.substr(start, repository_id.rfind(':') - start);
}

Difference compare_system_exception(CdrReader& reader, const json& step) {
  const std::string name = short_name(reader.string());
  const std::uint32_t minor = reader.u32();
  const std::string completion = name_of(kCompletion, reader.u32());
  if (!allows(step.at("exception"), name)) {
    return mismatch(step.at("exception").dump(),
                    name + ", minor " + std::to_string(minor) + ", completed " + completion);
  }
  if (step.contains("minor") && step["minor"] != minor) {
    return mismatch("minor " + step["minor"].dump(), std::to_string(minor));
  }
  if (step.contains("completion") && step["completion"] != completion) {
    return mismatch("completed " + step["completion"].get<std::string>(), completion);
  }
  return std::nullopt;
}

Difference compare_user_exception(CdrReader& reader, const json& step) {
  const std::string id = reader.string();
  if (step.at("exception") != id) {
    return mismatch(step["exception"].get<std::string>(), id);
  }
  return compare_values(reader, step.value("results", json::array()));
}

// Of a reply that an expectation does not fit.
std::string describe_reply(CdrReader reader, const ReplyHeader& header) {
  std::string text =
      "reply " + std::to_string(header.id) + ", " + name_of(kReplyStatus, header.status);
  if (header.status == 1 || header.status == 2) {
    text += " " + short_name(reader.string());
  }
  return text;
}

}  // namespace

WireScript::WireScript(const ObjectAddress& object, Dialect dialect, orb_client::Deadline deadline)
    : object_(object),
      dialect_(dialect),
      deadline_(deadline),
      connection_(std::make_unique<WireConnection>(object_, deadline_)) {}

Difference WireScript::play(const json& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (const auto found = play_step(steps[i])) {
      return "step " + std::to_string(i + 1) + ": " + *found;
    }
  }
  return std::nullopt;
}

Difference WireScript::play_step(const json& step) {
  if (step.contains("send")) {
    send(step);
    return std::nullopt;
  }
  return expect(step);
}

Octets WireScript::key_of(const json& step) const {
  if (!step.contains("key")) {
    return object_.key;
  }
  const auto key = step["key"].get<std::string>();
  return {key.begin(), key.end()};
}

void WireScript::send_request(const json& step) {
  const RequestTarget target{id_of(step), key_of(step), step.at("operation").get<std::string>(),
                             step.value("response", true)};
  CdrWriter message = start_request(target, dialect_);
  const json arguments = step.value("arguments", json::array());
  if (!arguments.empty()) {
    align_body(message, dialect_);
    write_values(message, arguments);
  }
  const Octets whole = finish(std::move(message));
  if (!step.contains("fragment_octets")) {
    connection_->send(whole);
    return;
  }
  const auto piece = step["fragment_octets"].get<std::size_t>();
  for (const Octets& fragment : in_fragments(whole, dialect_, target.id, piece)) {
    connection_->send(fragment);
  }
}

void WireScript::send(const json& step) {
  const auto what = step.at("send").get<std::string>();
  if (what == "request") {
    send_request(step);
  } else if (what == "locate") {
    connection_->send(
        finish(start_locate_request({id_of(step), key_of(step), "", true}, dialect_)));
  } else if (what == "cancel") {
    CdrWriter message = start_message(MessageType::CancelRequest, dialect_);
    message.u32(id_of(step));
    connection_->send(finish(std::move(message)));
  } else if (what == "close") {
    connection_->send(finish(start_message(MessageType::CloseConnection, dialect_)));
  } else if (what == "error") {
    connection_->send(finish(start_message(MessageType::MessageError, dialect_)));
  } else if (what == "octets") {
    connection_->send(step.at("octets").get<Octets>());
  } else if (what == "connect") {
    connection_ = std::make_unique<WireConnection>(object_, deadline_);
  } else {
    throw ConfigError("no such message to send: " + what);
  }
}

Difference WireScript::expect(const json& step) {
  const auto what = step.at("expect").get<std::string>();
  auto message = connection_->receive();
  if (what == "closed") {
    if (message && message->type == MessageType::CloseConnection) {
      message = connection_->receive();
    }
    return message ? mismatch("a closed connection", kind_of(message)) : Difference();
  }
  if (what == "message_error") {
    const bool came = message && message->type == MessageType::MessageError;
    return came ? Difference() : mismatch("a MessageError", kind_of(message));
  }
  const bool locates = what == "locate_reply";
  const MessageType wanted = locates ? MessageType::LocateReply : MessageType::Reply;
  if (!message || message->type != wanted) {
    return mismatch(std::string("a ") + to_string(wanted), kind_of(message));
  }
  return locates ? expect_locate_reply(step, *message) : expect_reply(step, *message);
}

Difference WireScript::expect_reply(const json& step, const Message& message) {
  CdrReader reader = message.content();
  const ReplyHeader header = read_reply_header(reader, message.minor);
  const auto what = step["expect"].get<std::string>();
  if (header.id != id_of(step) || name_of(kReplyStatus, header.status) != what) {
    return mismatch("reply " + std::to_string(id_of(step)) + ", " + what,
                    describe_reply(reader, header));
  }
  if (what == "system_exception") {
    return compare_system_exception(reader, step);
  }
  if (what == "user_exception") {
    return compare_user_exception(reader, step);
  }
  if (what != "reply") {
    throw ConfigError("no such message to expect: " + what);
  }
  return compare_values(reader, step.value("results", json::array()));
}

Difference WireScript::expect_locate_reply(const json& step, const Message& message) {
  CdrReader reader = message.content();
  const std::uint32_t id = reader.u32();
  const std::string status = name_of(kLocateStatus, reader.u32());
  if (id != id_of(step) || status != step.at("status").get<std::string>()) {
    return mismatch(
        "locate reply " + std::to_string(id_of(step)) + ", " + step["status"].get<std::string>(),
        std::to_string(id) + ", " + status);
  }
  return std::nullopt;
}

}  // namespace orbbench::interop
