#include "inventory/ada_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "inventory/open_constructs.hpp"
#include "inventory/token_reader.hpp"

namespace orbbench::inventory {
namespace {

/// Goes over a text once. Only the words that open, close or declare something matter; what stands
/// in parentheses can be none of them.
class Reader {
 public:
  Reader(std::string octets, Calls calls, const ReadLimits& limits)
      : tokens_(std::move(octets), limits.parentheses),
        calls_(calls),
        open_(source_, tokens_, limits.nesting) {}

  AdaSource read() {
    while (!tokens_.at_end()) {
      step();
    }
    open_.end_of_text();
    return std::move(source_);
  }

 private:
  using Step = void (Reader::*)();

  void step() {
    const Position before = tokens_.position();
    if (at_start() && (context_step() || start_step())) {
      return;
    }
    if (!anywhere_step()) {
      tokens_.skip_element();
    }
    if (tokens_.position() == before) {
      tokens_.advance();
    }
  }

  /// Where a declaration, a statement or a clause may begin.
  bool at_start() const {
    constexpr std::array<std::string_view, 14> kBefore = {
        ";",    "is",     "begin",  "declare", "private", "then", "else",
        "loop", "record", "select", "or",      "do",      "=>",   ">>"};
    return tokens_.position() == 0 ||
           std::ranges::any_of(kBefore,
                               [&](std::string_view word) { return tokens_.is(word, -1); }) ||
           after_subunit_clause_;
  }

  bool context_step() {
    if (!open_.none()) {
      return false;
    }
    after_subunit_clause_ = false;
    if (tokens_.is("with") || is_restricted_with()) {
      read_with();
    } else if (tokens_.is("separate") && tokens_.is("(", 1)) {
      tokens_.advance();
      tokens_.advance();
      const Name parent = tokens_.name();
      open_.unit().subunit_of = parent.folded;
      open_.unit().subunit_of_written = parent.written;
      tokens_.accept(")");
      after_subunit_clause_ = true;
    } else {
      return false;
    }
    return true;
  }

  // RM 10.1.2: limited with, private with, limited private with.
  bool is_restricted_with() const {
    return (tokens_.is("limited") || tokens_.is("private")) &&
           (tokens_.is("with", 1) || (tokens_.is("private", 1) && tokens_.is("with", 2)));
  }

  void read_with() {
    tokens_.skip_to({"with"});
    do {
      tokens_.advance();
      if (const Name name = tokens_.name(); !name.folded.empty()) {
        open_.unit().withs.push_back(name.folded);
      }
    } while (tokens_.is(","));
    tokens_.skip_statement();
  }

  bool start_step() {
    static constexpr std::pair<std::string_view, Step> kSteps[] = {
        {"use", &Reader::read_use},          {"generic", &Reader::read_generic},
        {"type", &Reader::read_type},        {"subtype", &Reader::read_subtype},
        {"pragma", &Reader::read_pragma},    {"package", &Reader::read_package},
        {"entry", &Reader::read_subprogram}, {"private", &Reader::read_private},
        {"accept", &Reader::read_accept}};
    for (const auto& [word, action] : kSteps) {
      if (tokens_.is(word)) {
        (this->*action)();
        return true;
      }
    }
    return calls_ == Calls::Kept && open_.in_statements() && read_call();
  }

  bool anywhere_step() {
    static constexpr std::pair<std::string_view, Step> kSteps[] = {
        {"procedure", &Reader::read_subprogram},
        {"function", &Reader::read_subprogram},
        {"task", &Reader::read_concurrent},
        {"protected", &Reader::read_concurrent},
        {"declare", &Reader::open_block},
        {"begin", &Reader::begin},
        {"end", &Reader::close},
        {"if", &Reader::open_construct},
        {"case", &Reader::open_construct},
        {"loop", &Reader::open_construct},
        {"select", &Reader::open_construct},
        {"record", &Reader::open_record},
        {"do", &Reader::open_return}};
    for (const auto& [word, action] : kSteps) {
      if (tokens_.is(word)) {
        (this->*action)();
        return true;
      }
    }
    return false;
  }

  // --- declarations

  void read_use() {
    std::vector<UseClause>& uses = open_.region().uses;
    std::ranges::move(use_clauses(), std::back_inserter(uses));
    tokens_.skip_statement();
  }

  // "use type" and "use all type" make operators visible, which nothing here is.
  std::vector<UseClause> use_clauses() {
    std::vector<UseClause> clauses;
    do {
      tokens_.advance();
      const Name name = tokens_.name();
      if (!name.folded.empty()) {
        clauses.push_back({.package = name.folded, .position = tokens_.position()});
      }
    } while (tokens_.is(","));
    return clauses;
  }

  void read_pragma() { tokens_.skip_statement(); }

  // RM 12.1: the formal part ends where the generic unit begins, or is renamed.
  void read_generic() {
    tokens_.advance();
    generic_ = true;
    while (!tokens_.at_end() && !tokens_.is("package") && !tokens_.is("procedure") &&
           !tokens_.is("function")) {
      read_formal();
    }
    tokens_.is("package") ? read_package() : read_subprogram();
    generic_ = false;
    formals_ = {};
  }

  // Types, packages, subprograms and objects: each counts where actuals are given by position.
  void read_formal() {
    if (tokens_.accept("type")) {
      add_formal(declaration(DeclarationKind::FormalType));
    } else if (tokens_.is("use")) {
      std::ranges::move(use_clauses(), std::back_inserter(formals_.uses));
    } else if (tokens_.accept("with")) {
      read_formal_unit();
    } else if (tokens_.is_identifier()) {
      read_formal_objects();
    }
    tokens_.skip_statement();
  }

  void add_formal(Declaration formal) {
    formal.is_formal = true;
    formals_.declarations.push_back(std::move(formal));
  }

  void read_formal_unit() {
    const bool is_package = tokens_.is("package");
    tokens_.advance();
    Declaration formal =
        declaration(is_package ? DeclarationKind::Instance : DeclarationKind::Subprogram);
    formal.is_package = is_package;
    if (is_package && tokens_.accept("is") && tokens_.accept("new")) {
      formal.target = tokens_.name().folded;
    }
    add_formal(std::move(formal));
  }

  void read_formal_objects() {
    add_formal(declaration(DeclarationKind::Object));
    while (tokens_.accept(",")) {
      add_formal(declaration(DeclarationKind::Object));
    }
  }

  void read_type() {
    tokens_.advance();
    open_.region().declarations.push_back(declaration(DeclarationKind::Type));
  }

  void read_subtype() {
    tokens_.advance();
    Declaration subtype = declaration(DeclarationKind::Subtype);
    tokens_.accept("is");
    if (tokens_.accept("not")) {
      tokens_.accept("null");
    }
    subtype.target = tokens_.name().folded;
    open_.region().declarations.push_back(std::move(subtype));
  }

  void read_package() {
    tokens_.advance();
    const bool is_body = tokens_.accept("body");
    Declaration package = declaration(DeclarationKind::Package);
    package.is_body = is_body;
    tokens_.skip_to({"is", "renames", ";"});
    if (tokens_.accept("renames")) {
      read_renaming(std::move(package), DeclarationKind::PackageRenaming);
    } else if (tokens_.is("is") && tokens_.is("new", 1)) {
      package.is_package = true;
      read_instance(std::move(package));
    } else if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(package));
    } else if (tokens_.accept("is")) {
      open_scope(std::move(package), ScopeKind::Package);
    } else {
      tokens_.skip_statement();
    }
  }

  // "access procedure (X : T)" is a type.
  bool of_access_type() const {
    return tokens_.is("access", -1) || (tokens_.is("protected", -1) && tokens_.is("access", -2));
  }

  void read_subprogram() {
    if (of_access_type()) {
      tokens_.advance();
      return;
    }
    tokens_.advance();
    Declaration subprogram = declaration(DeclarationKind::Subprogram);
    tokens_.skip_to({"is", "renames", ";"});
    if (tokens_.accept("renames")) {
      read_renaming(std::move(subprogram), DeclarationKind::SubprogramRenaming);
    } else if (tokens_.is("is") && tokens_.is("new", 1)) {
      read_instance(std::move(subprogram));
    } else if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(subprogram));
    } else if (tokens_.is("is") && !body_follows()) {
      declare_subprogram(std::move(subprogram));
    } else if (tokens_.accept("is")) {
      subprogram.is_body = true;
      open_scope(std::move(subprogram), ScopeKind::Subprogram);
    } else {
      declare_subprogram(std::move(subprogram));
    }
  }

  /// After `is`: neither abstract, null nor an expression.
  bool body_follows() const {
    constexpr std::array<std::string_view, 5> kOthers = {"abstract", "null", "(", "[", "<>"};
    return std::ranges::none_of(kOthers,
                                [&](std::string_view other) { return tokens_.is(other, 1); });
  }

  void declare_subprogram(Declaration subprogram) {
    tokens_.skip_statement();
    if (generic_) {
      open_scope(std::move(subprogram), ScopeKind::Subprogram);
      open_.leave();
    } else {
      open_.region().declarations.push_back(std::move(subprogram));
    }
    open_.end_of_item();
  }

  // A task or protected object, its type or its body.
  void read_concurrent() {
    if (of_access_type() || tokens_.is("access", -1) || tokens_.is("interface", 1)) {
      tokens_.advance();
      return;
    }
    tokens_.advance();
    const bool is_body = tokens_.accept("body");
    tokens_.accept("type");
    Declaration concurrent = declaration(DeclarationKind::Subprogram);
    concurrent.is_body = is_body;
    tokens_.skip_to({"is", ";"});
    if (tokens_.is("is") && tokens_.is("separate", 1)) {
      read_stub(std::move(concurrent));
    } else if (tokens_.accept("is")) {
      open_scope(std::move(concurrent), ScopeKind::Concurrent);
    } else {
      tokens_.skip_statement();
    }
  }

  void read_renaming(Declaration renaming, DeclarationKind kind) {
    renaming.kind = kind;
    renaming.is_generic = generic_;
    const Name target = tokens_.name();
    renaming.target = target.folded;
    renaming.written_target = target.written;
    tokens_.skip_statement();
    open_.region().declarations.push_back(std::move(renaming));
    open_.end_of_item();
  }

  void read_instance(Declaration instance) {
    instance.kind = DeclarationKind::Instance;
    tokens_.advance();
    tokens_.advance();
    const Name target = tokens_.name();
    instance.target = target.folded;
    instance.written_target = target.written;
    instance.arguments = tokens_.arguments();
    tokens_.skip_statement();
    open_.region().declarations.push_back(std::move(instance));
    open_.end_of_item();
  }

  void read_stub(Declaration stub) {
    stub.is_body = true;
    tokens_.skip_statement();
    open_.region().declarations.push_back(std::move(stub));
  }

  // `private` also begins a private library unit, and ends a private type.
  void read_private() {
    tokens_.advance();
    if (!tokens_.is(";") && !tokens_.is("with")) {
      open_.begin_private_part();
    }
  }

  // An `accept` without a `do` opens nothing.
  void read_accept() { tokens_.skip_to({"do", ";"}); }

  bool read_call() {
    if (!tokens_.is_identifier()) {
      return false;
    }
    Call call;
    call.scope = open_.region_index();
    call.position = tokens_.position();
    call.line = tokens_.line();
    const Name name = tokens_.name();
    call.name = name.folded;
    call.written = name.written;
    call.arguments = tokens_.parenthesised_text();
    if (tokens_.is(";")) {
      source_.calls.push_back(std::move(call));
    }
    return true;
  }

  // --- what opens and closes

  void open_scope(Declaration declared, ScopeKind kind) {
    declared.is_generic = generic_;
    open_.open_scope(std::move(declared), kind, std::move(formals_));
    generic_ = false;
    formals_ = {};
  }

  void open_block() {
    tokens_.advance();
    open_.open_block();
  }

  void begin() {
    tokens_.advance();
    open_.begin();
  }

  void open_construct() {
    open_.open_construct(std::string(tokens_.text()));
    tokens_.advance();
  }

  void open_record() {
    if (tokens_.is("null", -1)) {
      tokens_.advance();
    } else {
      open_construct();
    }
  }

  // `accept` and the extended return (RM 6.5) have a `do`.
  void open_return() {
    open_.open_construct("do");
    tokens_.advance();
  }

  void close() {
    tokens_.advance();
    open_.close();
    tokens_.skip_statement();
    open_.end_of_item();
  }

  // --- where it stands

  /// Of the name that stands here.
  Declaration declaration(DeclarationKind kind) {
    Declaration made;
    made.kind = kind;
    made.line = tokens_.line();
    const Name name = tokens_.name();
    made.is_private = open_.in_private_part();
    made.name = name.folded;
    made.written = name.written;
    made.position = tokens_.position();
    return made;
  }

  TokenReader tokens_;
  Calls calls_;
  AdaSource source_;
  OpenConstructs open_;
  bool after_subunit_clause_ = false;
  bool generic_ = false;
  GenericPart formals_;
};

}  // namespace

AdaSource read_ada(std::string octets, Calls calls, const ReadLimits& limits) {
  return Reader(std::move(octets), calls, limits).read();
}

}  // namespace orbbench::inventory
