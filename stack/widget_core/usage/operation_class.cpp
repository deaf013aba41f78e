#include "usage/operation_class.hpp"

#include <string_view>

namespace orbbench::widget_core {
namespace {

using service::Method;

const char* class_of_widgets(Method method) {
  switch (method) {
    case Method::Get:
      return "widget.read";
    case Method::Post:
      return "widget.create";
    case Method::Put:
    case Method::Patch:
      return "widget.update";
    case Method::Delete:
      break;
  }
  return "widget.delete";
}

}  // namespace

const char* operation_class(Method method, const std::string& path) {
  const std::string_view place = path;
  if (place == "/health" || place == "/usage") {
    return nullptr;
  }
  if (place.ends_with("/orb/invoke") || place == "/orb/scatter") {
    return "orb.invoke";
  }
  if (place.ends_with("/render")) {
    return "widget.render";
  }
  if (place.ends_with("/events")) {
    return "widget.events";
  }
  if (place.starts_with("/widgets") || place.starts_with("/v2/widgets")) {
    return class_of_widgets(method);
  }
  return place == "/export" || place == "/snapshot" ? "owner.export" : "other";
}

}  // namespace orbbench::widget_core
