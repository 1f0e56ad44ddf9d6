{% macro join_cut(scheme, metric, name, day='as_of_date') -%}
    left join cuts as {{ name }}
        on
            facts.store_id = {{ name }}.store_id
            and facts.{{ day }} = {{ name }}.as_of_date
            and {{ name }}.scheme = '{{ scheme }}'
            and {{ name }}.metric = '{{ metric }}'
            and {{ meets_cut('facts.' ~ metric, name) }}
{%- endmacro %}

{% macro meets_cut(metric_value, cut) -%}
    {{ metric_value }} is not null
    and case
        when {{ cut }}.is_higher_better
            then
                coalesce({{ metric_value }} >= {{ cut }}.lower_bound, true)
                and coalesce({{ metric_value }} < {{ cut }}.upper_bound, true)
        else
            coalesce({{ metric_value }} > {{ cut }}.lower_bound, true)
            and coalesce({{ metric_value }} <= {{ cut }}.upper_bound, true)
    end
{%- endmacro %}

{% macro known_or_worst(metric_value, is_higher_better) -%}
    coalesce(
        cast({{ metric_value }} as double),
        case when {{ is_higher_better }} then -{{ infinity() }} else {{ infinity() }} end
    )
{%- endmacro %}
