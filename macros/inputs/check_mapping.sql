{% macro check_mapping(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set words = mapping_words() -%}
    {%- set place = 'inputs.' ~ input_name -%}
    {%- do check_keys('inputs', var('inputs') or {}, words.columns) -%}
    {%- do check_keys(
        place, input, words.input_keys + (words.orders_keys if input_name == 'orders' else [])
    ) -%}
    {%- do check_source(place, input) if input_name in (var('inputs') or {}) -%}
    {%- do check_keys(place ~ '.columns', input.get('columns'), words.columns[input_name]) -%}
    {%- do check_keys(place ~ '.order_columns', input.get('order_columns'), words.order_columns) -%}
    {%- do check_keys(place ~ '.joins', input.get('joins')) -%}
    {%- if input_name == 'orders' -%}
        {#- Each stops at what it can't be. -#}
        {%- do [order_grain(), status_level(), order_columns(), statuses()] -%}
    {%- endif -%}
    {%- for name, join in (input.get('joins') or {}).items() -%}
        {%- set join_place = place ~ '.joins.' ~ name -%}
        {%- do check_keys(join_place, join, words.join_keys + [true]) -%}
        {%- do check_source(join_place, join) -%}
        {%- do check_keys(join_place ~ '.on', keys_of_join(join)) -%}
        {%- if not keys_of_join(join) or not modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', name | string) -%}
            {{ exceptions.raise_compiler_error(
                join_place ~ " needs a name of letters, digits and _, and on: which of our "
                ~ "columns is equal to which of its own, such as on: {ProductKey: ProductKey}."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if execute and input -%}
        {%- do check_expressions(input_name) -%}
    {%- endif -%}
{% endmacro %}

{% macro check_keys(place, content, known=none) %}
    {%- if content is not none and content is not mapping -%}
        {{ exceptions.raise_compiler_error(
            place ~ " is " ~ content ~ "; it must be a mapping of keys to values."
        ) }}
    {%- endif -%}
    {%- for key in content or {} if known and key not in known -%}
        {{ exceptions.raise_compiler_error(
            place ~ " has a key " ~ key ~ ", which is not known. There are: "
            ~ known | join(', ') ~ "."
        ) }}
    {%- endfor -%}
{% endmacro %}

{% macro check_source(place, source) %}
    {%- set name = '("([^"]|"")+"|`[^`]+`|[^\\W\\d][\\w$]*)' -%}
    {%- set relation = source.get('relation') -%}
    {%- if relation and not modules.re.fullmatch(name ~ '([.]' ~ name ~ '){0,2}', relation | string) -%}
        {{ exceptions.raise_compiler_error(
            place ~ ".relation is " ~ relation ~ ", which is no table's name. Write "
            ~ "it as schema.table; a name with blanks or signs in double quotes."
        ) }}
    {%- endif -%}
    {%- for key in ['model', 'source'] if source.get(key) -%}
        {%- if not modules.re.fullmatch(
            '\\w+[.]\\w+' if key == 'source' else '\\w+([.]\\w+)?', source[key] | string
        ) -%}
            {{ exceptions.raise_compiler_error(
                place ~ "." ~ key ~ " is " ~ source[key] ~ ". Write it as "
                ~ ("source.table" if key == 'source' else "model, or as project.model") ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if not origin_of(source) or source.get('location', '') is not string -%}
        {{ exceptions.raise_compiler_error(
            place ~ " names no data: give it a relation (a table in the warehouse) or a "
            ~ "location (one file or glob, such as data/*.csv)."
        ) }}
    {%- endif -%}
    {%- if source.get('convert') -%}
        {{ exceptions.raise_compiler_error(
            place ~ ".convert: dbt alone does not convert files. `tiers build` copies "
            ~ origin_of(source) ~ " first and hands dbt the copy; or convert the file "
            ~ "yourself, to CSV in UTF-8, and take convert away."
        ) }}
    {%- endif -%}
    {%- do check_keys(place ~ '.read_options', source.get('read_options')) -%}
    {%- for option in source.get('read_options') or {} -%}
        {%- if not modules.re.fullmatch('[a-z_]+', option | string) -%}
            {{ exceptions.raise_compiler_error(
                place ~ ".read_options has a key " ~ option ~ ", which is no option."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{% macro check_expressions(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set joins = input.get('joins') or {} -%}
    {%- set expressions = expressions_of(input_name) -%}
    {%- set texts = expressions | map(attribute='text') | list -%}
    {%- set trees = parsed_expressions(['null'] + texts) if texts else [] -%}
    {%- for tree in trees[1:] -%}
        {%- do expressions[loop.index0].update({'tree': tree}) -%}
        {%- do check_expression(expressions[loop.index0], trees[0]) -%}
    {%- endfor -%}
    {%- set own = get_columns_in_query('select * from ' ~ rows_of(input_name, input)) if joins else [] -%}
    {%- for name in joins if name | lower in own | map('lower') -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ input_name ~ ".joins." ~ name ~ ": " ~ origin_of(input)
            ~ " has a column " ~ name ~ " of its own. Give the join another name."
        ) }}
    {%- endfor -%}
    {%- set columns = {} -%}
    {#- The joins first: without one of them the input itself can't be read. -#}
    {%- for join_name in (joins.keys() | list + [none] if trees else []) -%}
        {%- set source = joins[join_name] if join_name else input -%}
        {%- set rows = rows_of(input_name ~ '.joins.' ~ join_name, source) if join_name else raw(input_name) -%}
        {%- do columns.update({join_name: get_columns_in_query('select * from ' ~ rows)}) -%}
        {%- for expression in expressions if expression.join_name == join_name -%}
            {%- do check_columns(
                expression, columns, origin_of(source)
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{% macro expressions_of(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set place = 'inputs.' ~ input_name -%}
    {%- set expressions = [] -%}
    {%- for part in ['columns', 'order_columns'] -%}
        {%- for column, text in (input.get(part) or {}).items() -%}
            {%- do expressions.append({'at': place ~ '.' ~ part ~ '.' ~ column, 'text': text}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if input.get('leave_out') -%}
        {%- do expressions.append({'at': place ~ '.leave_out', 'text': input.leave_out}) -%}
    {%- endif -%}
    {%- for name, join in (input.get('joins') or {}).items() -%}
        {%- set at = place ~ '.joins.' ~ name ~ '.on' -%}
        {%- for ours, theirs in keys_of_join(join).items() -%}
            {%- do expressions.append({'at': at, 'text': ours}) -%}
            {%- do expressions.append({'at': at, 'text': theirs, 'join_name': name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for expression in expressions -%}
        {%- if expression.text is boolean or expression.text is none -%}
            {{ exceptions.raise_compiler_error(
                expression.at ~ " is " ~ expression.text ~ ": put it in quotes, for YAML reads "
                ~ "no, yes, on and off as true or false, and null as nothing."
            ) }}
        {%- endif -%}
        {%- do expression.update(
            {'text': expression.text | string, 'join_name': expression.get('join_name')}
        ) -%}
    {%- endfor -%}
    {{ return(expressions) }}
{% endmacro %}

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

{% macro check_columns(expression, columns, source) %}
    {%- set at, text, join_name = expression.at, expression.text, expression.join_name -%}
    {%- set parts = parts_of(expression.tree.statements[0].node.select_list) -%}
    {%- set there = columns[join_name] | map('lower') | list -%}
    {%- set parameters = [] -%}
    {%- for part in parts if part.get('class') == 'LAMBDA' -%}
        {%- do parameters.extend(
            parts_of(part.lhs) | map(attribute='column_names') | select | map('first') | map('lower')
        ) -%}
    {%- endfor -%}
    {%- for part in parts if part.get('class') == 'COLUMN_REF' -%}
        {%- set names = part.column_names -%}
        {%- set joined = columns.get(names[0]) if not join_name and names | length > 1 -%}
        {%- if joined and names[1] | lower not in joined | map('lower') -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ": " ~ names[0] ~ " has no column " ~ names[1]
                ~ ". It has: " ~ joined | join(', ') ~ "."
            ) }}
        {%- elif names[0] | lower not in there + parameters and text | lower in there -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ", which is a column of " ~ source ~ " and has signs in "
                ~ "its name: write it in double quotes, '" ~ '"' ~ text ~ '"' ~ "'."
            ) }}
        {%- elif names[0] | lower not in there + parameters -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ", but " ~ source ~ " does not have " ~ names[0]
                ~ ". It has: " ~ columns[join_name] | join(', ') ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{% macro parsed_expressions(expressions) %}
    {{ return(adapter.dispatch('parsed_expressions')(expressions)) }}
{% endmacro %}

{% macro duckdb__parsed_expressions(expressions) %}
    {%- set calls = [] -%}
    {%- for expression in expressions -%}
        {%- do calls.append(
            "json_serialize_sql('select " ~ expression | replace("'", "''") ~ " as mapped')"
        ) -%}
    {%- endfor -%}
    {%- set rows = run_query('select unnest([' ~ calls | join(', ') ~ ']) as tree') -%}
    {%- set trees = [] -%}
    {%- for tree in rows.columns[0].values() -%}
        {%- do trees.append(fromjson(tree)) -%}
    {%- endfor -%}
    {{ return(trees) }}
{% endmacro %}

{#- Spark does not show how it parses an expression. -#}
{% macro spark__parsed_expressions(expressions) %}
    {{ return([]) }}
{% endmacro %}

{% macro parts_of(tree) %}
    {%- set parts = [] -%}
    {%- if tree is mapping -%}
        {%- do parts.append(tree) if tree.get('class') -%}
        {%- for branch in tree.values() -%}
            {%- do parts.extend(parts_of(branch)) -%}
        {%- endfor -%}
    {%- elif tree is iterable and tree is not string -%}
        {%- for branch in tree -%}
            {%- do parts.extend(parts_of(branch)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(parts) }}
{% endmacro %}
