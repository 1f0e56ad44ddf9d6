{% macro check_expression(expression, empty_tree) %}
    {%- set at, text, tree = expression.at, expression.text, expression.tree -%}
    {%- set words = mapping_words() -%}
    {%- set fault = namespace(text='') -%}
    {%- set node = {} -%}
    {%- for statement in tree.get('statements', []) -%}
        {%- do node.update(statement.node) -%}
    {%- endfor -%}
    {%- set expressions = node.get('select_list', []) -%}
    {%- do node.update({'select_list': empty_tree.statements[0].node.select_list}) -%}
    {%- if tree.error
        or tree.statements | length != 1
        or node != empty_tree.statements[0].node
        or expressions | length != 1
        or expressions[0].alias != 'mapped' -%}
        {{ exceptions.raise_compiler_error(
            at ~ " is " ~ text ~ ", which is no SQL expression. A column whose name has "
            ~ "blanks, signs or a reserved word stands in double quotes: '"
            ~ '"' ~ text | replace('"', '') ~ '"' ~ "'."
        ) }}
    {%- endif -%}
    {%- for part in parts_of(expressions) if not fault.text -%}
        {%- set name = (part.function_name or '') | lower -%}
        {%- if part.type == 'WINDOW_ROW_NUMBER' and at == 'inputs.orders.columns.order_id' -%}
        {%- elif part.get('class') not in words.parts -%}
            {%- set fault.text = 'a ' ~ part.get('class') | lower | replace('_', ' ') -%}
        {%- elif name and name not in words.functions.split() or part.schema -%}
            {%- set fault.text = 'the function ' ~ name -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if fault.text -%}
        {{ exceptions.raise_compiler_error(
            at ~ " is " ~ text ~ ": " ~ fault.text ~ " is not allowed there. It says what "
            ~ "one row is, by its own columns and by functions that read nothing else."
        ) }}
    {%- endif -%}
{% endmacro %}
