{% macro yes_or_no(expression) -%}
    case
        when lower({{ clean_text(expression) }}) in ('true', '1', 'yes', 'y', '是')
            then true
        when lower({{ clean_text(expression) }}) in ('false', '0', 'no', 'n', '否')
            then false
    end
{%- endmacro %}
