"""omniidl back end: a JSON catalogue of interfaces, their operations and the types they use.

    omniidl -p<folder of this file> -bcatalogue [-Wbout=FILE] FILE.idl

Without -Wbout it goes to stdout. Types are written as IDL type specifications with scoped names in
full ("sequence<::OrbCore::Sample>"); what cannot travel in a
dynamic call (value types, natives, local interfaces) is listed as kind "unsupported".
"""

import json
import sys

from omniidl import idlast, idltype, idlvisitor

cpp_args = []
usage_string = "  -Wbout=<file>   Write the catalogue to this file instead of stdout"

BASE_TYPES = {
    idltype.tk_void: "void",
    idltype.tk_short: "short",
    idltype.tk_long: "long",
    idltype.tk_ushort: "unsigned short",
    idltype.tk_ulong: "unsigned long",
    idltype.tk_float: "float",
    idltype.tk_double: "double",
    idltype.tk_boolean: "boolean",
    idltype.tk_char: "char",
    idltype.tk_octet: "octet",
    idltype.tk_any: "any",
    idltype.tk_TypeCode: "CORBA::TypeCode",
    idltype.tk_longlong: "long long",
    idltype.tk_ulonglong: "unsigned long long",
    idltype.tk_longdouble: "long double",
    idltype.tk_wchar: "wchar",
}


def scoped(node):
    return "::".join(node.scopedName())


def bounded(name, bound):
    return f"{name}<{bound}>" if bound else name


def specification(type_, sizes=()):
    """A type as text, followed by the sizes of an array declarator."""
    return plain_specification(type_) + "".join(f"[{size}]" for size in sizes)


def plain_specification(type_):
    if isinstance(type_, idltype.String):
        return bounded("string", type_.bound())
    if isinstance(type_, idltype.WString):
        return bounded("wstring", type_.bound())
    if isinstance(type_, idltype.Sequence):
        element = plain_specification(type_.seqType())
        return f"sequence<{element},{type_.bound()}>" if type_.bound() else f"sequence<{element}>"
    if isinstance(type_, idltype.Fixed):
        return f"fixed<{type_.digits()},{type_.scale()}>"
    if isinstance(type_, idltype.Declared):
        if type_.scopedName() == ["CORBA", "Object"]:
            return "Object"
        return "::" + "::".join(type_.scopedName())
    return BASE_TYPES.get(type_.kind(), "unsupported")


def label_value(label):
    value = label.value()
    return value.identifier() if isinstance(value, idlast.Enumerator) else value


class Catalogue(idlvisitor.AstVisitor):
    def __init__(self):
        self.types = []
        self.interfaces = []

    def visitAST(self, node):
        for declaration in node.declarations():
            declaration.accept(self)

    def visitModule(self, node):
        for definition in node.definitions():
            definition.accept(self)

    # Types -------------------------------------------------------------------------------------

    def add_type(self, kind, node, **fields):
        self.types.append({"kind": kind, "name": scoped(node), "id": node.repoId(), **fields})

    def members(self, node):
        members = []
        for member in node.members():
            if member.constrType():
                member.memberType().decl().accept(self)
            for declarator in member.declarators():
                type_ = specification(member.memberType(), declarator.sizes())
                members.append({"name": declarator.identifier(), "type": type_})
        return members

    def visitStruct(self, node):
        self.add_type("struct", node, members=self.members(node))

    def visitException(self, node):
        self.add_type("exception", node, members=self.members(node))

    def visitUnion(self, node):
        if node.constrType():
            node.switchType().decl().accept(self)
        members = []
        for case in node.cases():
            if case.constrType():
                case.caseType().decl().accept(self)
            declarator = case.declarator()
            labels = [label_value(label) for label in case.labels() if not label.default()]
            members.append({
                "name": declarator.identifier(),
                "type": specification(case.caseType(), declarator.sizes()),
                "labels": labels,
                "default": any(label.default() for label in case.labels()),
            })
        self.add_type("union", node, discriminator=specification(node.switchType()),
                      members=members)

    def visitEnum(self, node):
        self.add_type("enum", node,
                      enumerators=[one.identifier() for one in node.enumerators()])

    def visitTypedef(self, node):
        if node.constrType():
            node.aliasType().decl().accept(self)
        for declarator in node.declarators():
            type_ = specification(node.aliasType(), declarator.sizes())
            self.add_type("typedef", declarator, type=type_)

    def visitValue(self, node):
        self.add_type("unsupported", node)

    visitValueBox = visitValueAbs = visitNative = visitValue

    # Interfaces --------------------------------------------------------------------------------

    def visitInterface(self, node):
        if node.local() or node.abstract():
            self.add_type("unsupported", node)
            return
        self.add_type("interface", node)
        for declaration in node.declarations():
            declaration.accept(self)
        self.interfaces.append({
            "name": scoped(node),
            "id": node.repoId(),
            "operations": self.operations(node, set()),
        })

    def operations(self, node, seen):
        """Those of the bases first, each interface once however often it is inherited."""
        node = node.fullDecl()
        if scoped(node) in seen:
            return []
        seen.add(scoped(node))
        found = []
        for base in node.inherits():
            while isinstance(base, idlast.Declarator):  # an interface inherited through a typedef
                base = base.alias().aliasType().decl()
            found += self.operations(base, seen)
        for one in node.callables():
            found += self.attribute(one) if isinstance(one, idlast.Attribute) else [self.operation(one)]
        return found

    @staticmethod
    def attribute(node):
        type_ = specification(node.attrType())
        found = []
        for name in node.identifiers():
            found.append({"name": "_get_" + name, "oneway": False, "result": type_,
                          "parameters": [], "raises": []})
            if not node.readonly():
                value = {"name": "value", "direction": "in", "type": type_}
                found.append({"name": "_set_" + name, "oneway": False, "result": "void",
                              "parameters": [value], "raises": []})
        return found

    @staticmethod
    def operation(node):
        parameters = [{"name": one.identifier(), "direction": one.dirtext(),
                       "type": specification(one.paramType())} for one in node.parameters()]
        return {"name": node.identifier(), "oneway": bool(node.oneway()),
                "result": specification(node.returnType()), "parameters": parameters,
                "raises": [scoped(one.fullDecl()) for one in node.raises()]}


def run(tree, args):
    catalogue = Catalogue()
    tree.accept(catalogue)
    text = json.dumps({"version": 1, "types": catalogue.types,
                       "interfaces": catalogue.interfaces}, indent=1) + "\n"
    targets = [arg[len("out="):] for arg in args if arg.startswith("out=")]
    if not targets:
        sys.stdout.write(text)
    for target in targets:
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
