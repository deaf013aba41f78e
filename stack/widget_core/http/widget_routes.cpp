#include <algorithm>
#include <utility>

#include "http/query.hpp"
#include "http/routes.hpp"
#include "model/field_problems.hpp"
#include "model/widget_request.hpp"
#include "store/idempotency.hpp"
#include "store/widget_rows.hpp"
#include "work/creating.hpp"
#include "work/deleting.hpp"
#include "work/reading.hpp"
#include "work/updating.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::HttpError;
using service::Method;
using service::Reply;
using service::Request;

constexpr std::size_t kMaxKeyOctets = 255;
constexpr std::size_t kMaxBatch = 100;

Reply widget_reply(int status, const WidgetRecord& record) {
  Reply reply = Reply::json(status, to_json(record));
  reply.headers.emplace_back("ETag", etag_of(record));
  return reply;
}

const char* cache_header(ReadFrom from) {
  return from == ReadFrom::Cache ? "HIT" : "MISS";
}

std::optional<RepeatableRequest> read_idempotency_key(const Request& request, const json& body) {
  const auto key = request.header("X-Idempotency-Key");
  if (!key) {
    return std::nullopt;
  }
  const bool printable = std::all_of(key->begin(), key->end(), [](char character) {
    return character > ' ' && character < '\x7f';
  });
  if (key->empty() || key->size() > kMaxKeyOctets || !printable) {
    throw HttpError(422, "UNPROCESSABLE", "Idempotency key malformed",
                    "1 to 255 printable characters would be right",
                    {{"invalidFields", {"X-Idempotency-Key"}}});
  }
  return RepeatableRequest{*key, hash_request(body)};
}

// Without it, a repeat would reach the core and the intents before it is known for one.
std::optional<json> find_earlier_answer(Parts& parts, const Request& request,
                                        const RepeatableRequest& repeatable) {
  const auto kept = parts.database.query(request.deadline, [&](pqxx::work& work) {
    return find_answer(work, owner_of(request.caller).user_id, repeatable.key);
  });
  if (!kept) {
    return std::nullopt;
  }
  if (kept->request_hash != repeatable.request_hash) {
    throw HttpError(409, "IDEMPOTENCY_CONFLICT", "Idempotency key reused",
                    "the key came with another body before");
  }
  return kept->response;
}

Reply replay(const json& answer) {
  Reply reply = Reply::json(201, answer);
  reply.headers.emplace_back("X-Idempotent-Replay", "true");
  return reply;
}

Reply create(Parts& parts, const Request& request) {
  json body = request.json();
  const auto repeatable = read_idempotency_key(request, body);
  WidgetDraft draft = read_draft(body);
  if (repeatable) {
    if (const auto answer = find_earlier_answer(parts, request, *repeatable)) {
      return replay(*answer);
    }
  }
  std::vector<NewWidget> widgets(1);
  widgets[0].record.widget = std::move(draft.widget);
  widgets[0].record.orb_reference = std::move(draft.orb_reference);
  widgets[0].sensitive_data = std::move(draft.sensitive_data);
  const CreatedWidgets created = create_widgets(parts, request, std::move(widgets), repeatable);
  if (created.replayed) {
    return replay(*created.replayed);
  }
  Reply reply = widget_reply(201, created.widgets.front());
  reply.headers.emplace_back("Location",
                             "/widgets/" + std::to_string(created.widgets.front().widget.id));
  return reply;
}

json list_of(const std::vector<WidgetRecord>& records) {
  json list = json::array();
  for (const WidgetRecord& record : records) {
    list.push_back(to_json(record));
  }
  return list;
}

WidgetPage read_list(Parts& parts, const Request& request, const Page& page) {
  return parts.database.query(request.deadline, [&](pqxx::work& work) {
    return list_widgets(work, request.caller, page.limit, page.start);
  });
}

Reply list(Parts& parts, const Request& request) {
  const Page page = read_page(request, "offset");
  const WidgetPage found = read_list(parts, request, page);
  return Reply::json(200, {{"widgets", list_of(found.widgets)},
                           {"total", found.total},
                           {"limit", page.limit},
                           {"offset", page.start}});
}

Reply list_v2(Parts& parts, const Request& request) {
  const Page page = read_page(request, "offset");
  const WidgetPage found = read_list(parts, request, page);
  return Reply::json(
      200, {{"data", list_of(found.widgets)},
            {"meta", {{"total", found.total}, {"limit", page.limit}, {"offset", page.start}}}});
}

Reply get(Parts& parts, const Request& request) {
  const ReadWidget read = read_widget(parts, request, request.id(0));
  Reply reply = widget_reply(200, read.record);
  reply.headers.emplace_back("X-Cache", cache_header(read.from));
  return reply;
}

Reply get_v2(Parts& parts, const Request& request) {
  const ReadWidget read = read_widget(parts, request, request.id(0));
  Reply reply = Reply::json(
      200, {{"data", to_json(read.record)},
            {"meta", {{"version", read.record.version}, {"cache", cache_header(read.from)}}}});
  reply.headers.emplace_back("ETag", etag_of(read.record));
  reply.headers.emplace_back("X-Cache", cache_header(read.from));
  return reply;
}

Reply change(Parts& parts, const Request& request, WidgetChanges changes) {
  if (const auto header = request.header("If-Match")) {
    const auto version = read_if_match(*header);
    if (version && changes.version && *version != *changes.version) {
      refuse_field("If-Match");
    }
    changes.version = version ? version : changes.version;
  }
  return widget_reply(
      200, update_widgets(parts, request, {{request.id(0), std::move(changes)}}).front());
}

WidgetUpdate read_update(json entry) {
  if (!entry.is_object() || !entry.contains("widget_id") ||
      !entry["widget_id"].is_number_unsigned()) {
    refuse_field("widgets");
  }
  const auto id = entry["widget_id"].get<std::int64_t>();
  entry.erase("widget_id");
  return {id, read_patch(entry)};
}

Reply change_many(Parts& parts, const Request& request) {
  const json body = request.json();
  FieldProblems problems;
  problems.refuse_unknown(body, {"widgets"});
  if (!body.contains("widgets")) {
    problems.missing("widgets");
  } else if (!body["widgets"].is_array() || body["widgets"].empty() ||
             body["widgets"].size() > kMaxBatch) {
    problems.invalid("widgets");
  }
  problems.throw_if_any();
  std::vector<WidgetUpdate> updates;
  for (const json& entry : body["widgets"]) {
    updates.push_back(read_update(entry));
  }
  return Reply::json(200, {{"widgets", list_of(update_widgets(parts, request, updates))}});
}

}  // namespace

void add_widget_routes(service::HttpServer& server, Parts& parts) {
  const auto add = [&](Method method, const char* pattern, auto handler) {
    server.route(method, pattern,
                 [&parts, handler](const Request& request) { return handler(parts, request); });
  };
  constexpr const char* kOne = "/widgets/([0-9]+)";
  add(Method::Post, "/widgets", create);
  add(Method::Get, "/widgets", list);
  add(Method::Patch, "/widgets", change_many);
  add(Method::Get, kOne, get);
  add(Method::Patch, kOne, [](Parts& own, const Request& request) {
    return change(own, request, read_patch(request.json()));
  });
  add(Method::Put, kOne, [](Parts& own, const Request& request) {
    return change(own, request, read_replacement(request.json()));
  });
  add(Method::Delete, kOne, [](Parts& own, const Request& request) {
    delete_widget(own, request, request.id(0));
    return Reply::empty(204);
  });
  add(Method::Get, "/v2/widgets", list_v2);
  add(Method::Get, "/v2/widgets/([0-9]+)", get_v2);
}

}  // namespace orbbench::widget_core
