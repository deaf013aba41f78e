#include "model/widget_request.hpp"

#include <algorithm>
#include <charconv>

#include "model/control_value.hpp"
#include "model/field_problems.hpp"
#include "model/reference_syntax.hpp"
#include "model/widget_types.hpp"
#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using widget_bridge::LifecycleState;
using widget_bridge::Position;
using widget_bridge::Size;
using widget_bridge::WidgetType;

constexpr std::int64_t kLongestSide = 2000;
constexpr std::int64_t kFarthest = 32767;        // what GTK's windows can be placed at
constexpr std::size_t kMaxSecretOctets = 65536;  // the core's bound

// The contract bounds the characters, the core the octets: 255 octets are 255 characters at the
// most.
std::optional<std::string> read_label(const json& value) {
  if (!value.is_string()) {
    return std::nullopt;
  }
  auto label = value.get<std::string>();
  const bool fits = !label.empty() && label.size() <= widget_bridge::kMaxLabelOctets &&
                    label.find('\0') == std::string::npos;
  return fits ? std::optional(std::move(label)) : std::nullopt;
}

std::optional<int> read_integer(const json& object, const char* member, std::int64_t least,
                                std::int64_t most) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_integer()) {
    return std::nullopt;
  }
  // Beyond 63 bits a comparison with signed numbers would go wrong.
  const bool huge = found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX;
  return huge || *found < least || *found > most ? std::nullopt : std::optional(found->get<int>());
}

std::optional<Position> read_position(const json& value) {
  if (!value.is_object() || value.size() != 2) {
    return std::nullopt;
  }
  const auto x = read_integer(value, "x", -kFarthest, kFarthest);
  const auto y = read_integer(value, "y", -kFarthest, kFarthest);
  return x && y ? std::optional(Position{*x, *y}) : std::nullopt;
}

std::optional<Size> read_size(const json& value) {
  if (!value.is_object() || value.size() != 2) {
    return std::nullopt;
  }
  const auto width = read_integer(value, "width", 1, kLongestSide);
  const auto height = read_integer(value, "height", 1, kLongestSide);
  return width && height ? std::optional(Size{*width, *height}) : std::nullopt;
}

std::optional<std::string> read_reference(const json& value, FieldProblems& problems) {
  if (value.is_string()) {
    const auto fault = find_reference_fault(value.get_ref<const std::string&>());
    if (!fault) {
      return value.get<std::string>();
    }
    problems.explain("exception", to_string(*fault));
  }
  problems.invalid("orb_reference");
  return std::nullopt;
}

std::optional<WidgetType> read_type(const json& value, FieldProblems& problems) {
  const auto type =
      value.is_string() ? widget_bridge::widget_type_named(value.get<std::string>()) : std::nullopt;
  if (!type) {
    problems.invalid("type");
    problems.explain("supportedTypes", supported_types());
  }
  return type;
}

/// Reads the members of one body; what cannot be read is noted.
class Reader {
 public:
  explicit Reader(const json& body) : body_(body) {}

  /// Nothing where the member is absent or wrong.
  template <class Read>
  auto member(const char* name, Read read) -> std::invoke_result_t<Read&, const json&> {
    const auto found = body_.find(name);
    if (found == body_.end()) {
      return std::nullopt;
    }
    auto value = read(*found);
    if (!value) {
      problems.invalid(name);
    }
    return value;
  }

  /// The same for one that null clears.
  template <class Read>
  auto clearable(const char* name, Read read)
      -> std::optional<std::invoke_result_t<Read&, const json&>> {
    const auto found = body_.find(name);
    if (found == body_.end()) {
      return std::nullopt;
    }
    if (found->is_null()) {
      return {std::invoke_result_t<Read&, const json&>()};
    }
    auto value = read(*found);
    if (!value) {
      problems.invalid(name);
    }
    return {std::move(value)};
  }

  void require(const char* name) {
    if (!body_.contains(name)) {
      problems.missing(name);
    }
  }

  FieldProblems problems;

 private:
  const json& body_;
};

std::optional<bool> read_flag(const json& value) {
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

// Beyond 63 bits it would come out negative.
std::optional<std::int64_t> read_version(const json& value) {
  const bool fits = value.is_number_integer() && value.get<std::int64_t>() >= 1;
  return fits ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::optional<LifecycleState> read_state(const json& value) {
  return value.is_string() ? widget_bridge::lifecycle_state_named(value.get<std::string>())
                           : std::nullopt;
}

// Wiped in the body as well: the parsed document outlives this.
SecretOctets take_secret(json& body, FieldProblems& problems) {
  const auto found = body.find("sensitive_data");
  if (found == body.end() || found->is_null()) {
    return {};
  }
  if (!found->is_string()) {
    problems.invalid("sensitive_data");
    return {};
  }
  auto& text = found->get_ref<std::string&>();
  if (text.size() > kMaxSecretOctets) {
    problems.invalid("sensitive_data");
  }
  SecretOctets secret(text);
  sodium_memzero(text.data(), text.size());
  return secret;
}

void read_value(const json& body, WidgetDraft& draft, FieldProblems& problems) {
  if (const auto found = body.find("value"); found != body.end()) {
    if (auto value = control_value_of(draft.widget.type, *found)) {
      draft.widget.value = *std::move(value);
    } else {
      problems.invalid("value");
    }
  }
}

void read_shape(Reader& reader, WidgetChanges& changes) {
  changes.label = reader.member("label", read_label);
  changes.enabled = reader.member("enabled", read_flag);
  changes.position = reader.clearable("position", read_position);
  changes.size = reader.clearable("size", read_size);
  changes.version = reader.member("version", read_version);
}

}  // namespace

WidgetDraft read_draft(json& body) {
  Reader reader(body);
  WidgetDraft draft;
  draft.sensitive_data = take_secret(body, reader.problems);
  reader.require("type");
  reader.require("label");
  reader.problems.refuse_unknown(body, {"type", "label", "enabled", "position", "size", "value",
                                        "orb_reference", "sensitive_data"});
  const auto type = body.contains("type") ? read_type(body["type"], reader.problems) : std::nullopt;
  draft.widget.type = type.value_or(WidgetType::Button);
  draft.widget.label = reader.member("label", read_label).value_or("");
  draft.widget.enabled = reader.member("enabled", read_flag).value_or(true);
  draft.widget.position = reader.clearable("position", read_position).value_or(std::nullopt);
  draft.widget.size = reader.clearable("size", read_size).value_or(std::nullopt);
  draft.orb_reference =
      reader
          .clearable("orb_reference",
                     [&](const json& value) { return read_reference(value, reader.problems); })
          .value_or(std::nullopt);
  if (type) {
    read_value(body, draft, reader.problems);
  }
  reader.problems.throw_if_any();
  return draft;
}

WidgetChanges read_patch(const json& body) {
  Reader reader(body);
  WidgetChanges changes;
  reader.problems.refuse_unknown(
      body, {"label", "enabled", "position", "size", "state", "value", "version", "orb_reference"});
  read_shape(reader, changes);
  changes.state = reader.member("state", read_state);
  changes.orb_reference = reader.clearable(
      "orb_reference", [&](const json& value) { return read_reference(value, reader.problems); });
  if (body.contains("value")) {
    changes.value = body["value"];
  }
  reader.problems.throw_if_any();
  if (body.size() == (body.contains("version") ? 1U : 0U)) {
    throw service::HttpError(400, "VALIDATION_FAILED", "Validation failed",
                             "the body names no field to change");
  }
  return changes;
}

WidgetChanges read_replacement(const json& body) {
  Reader reader(body);
  WidgetChanges changes;
  reader.require("label");
  reader.problems.refuse_unknown(body, {"type", "label", "enabled", "position", "size", "version"});
  read_shape(reader, changes);
  if (body.contains("type")) {
    changes.type = read_type(body["type"], reader.problems);
  }
  changes.enabled = changes.enabled.value_or(true);
  changes.position = changes.position.value_or(std::nullopt);
  changes.size = changes.size.value_or(std::nullopt);
  reader.problems.throw_if_any();
  return changes;
}

std::optional<std::int64_t> read_if_match(const std::string& header) {
  constexpr std::string_view kStart = "\"version-";
  if (header == "*") {
    return std::nullopt;
  }
  std::int64_t version = 0;
  if (header.starts_with(kStart) && header.ends_with('"')) {
    const char* end = header.data() + header.size() - 1;
    const auto [rest, error] = std::from_chars(header.data() + kStart.size(), end, version);
    if (error == std::errc() && rest == end && version >= 1) {
      return version;
    }
  }
  refuse_field("If-Match");
}

Size read_render_size(const json& body, Size otherwise) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"width", "height"});
  const auto side = [&](const char* name, int fallback) {
    if (!body.contains(name)) {
      return fallback;
    }
    const auto value = read_integer(body, name, 1, kLongestSide);
    if (!value) {
      problems.invalid(name);
    }
    return value.value_or(fallback);
  };
  const Size size{side("width", otherwise.width), side("height", otherwise.height)};
  problems.throw_if_any();
  return size;
}

}  // namespace orbbench::widget_core
